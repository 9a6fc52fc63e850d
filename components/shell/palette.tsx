'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  SearchField,
  Text,
} from 'react-aria-components';
import { type Destination, findDestinations, type Findable } from '#components/shell/find-destinations.ts';
import { type Theme, themes } from '#components/shell/theme.ts';
import { announce } from '#components/ui/announce.ts';
import { readErrorText } from '#lib/lab/explain/read-error-text.ts';

/** Something to do here and now. */
interface Action extends Findable {
  readonly act: () => void;
}

const themeNames: Readonly<Record<Theme, string>> = {
  light: 'Light colours',
  dark: 'Dark colours',
  system: 'Colours of the system',
};

function actionsFor(onTheme: (theme: Theme) => void): readonly Action[] {
  return [
    ...themes.map((theme) => ({
      name: themeNames[theme],
      detail: 'Action',
      keywords: `theme ${theme} mode colors appearance`,
      act: () => onTheme(theme),
    })),
    {
      name: 'Export your answers',
      detail: 'Action',
      keywords: 'log file download save backup',
      act: () =>
        void Promise.all([
          import('#components/data/use-reviews.ts'),
          import('#lib/storage/save-log.ts'),
        ]).then(
          ([{ reviewStore }, { saveLog }]) => saveLog(reviewStore(), Date.now()),
          () => announce('The log could not be exported. Check that the server runs.'),
        ),
    },
  ];
}

/** How many destinations are listed at once; typing narrows them down. */
const mostShown = 40;

const pages: readonly Destination[] = [
  { href: '/', name: 'Today', detail: 'Page' },
  { href: '/labs', name: 'Labs', detail: 'Page' },
  { href: '/lab', name: 'Free play', detail: 'Lab', keywords: 'free play sockets kernel' },
  {
    href: '/errors',
    name: 'Errors of sockets',
    detail: 'Page',
    keywords: 'errno winerror traceback windows',
  },
  { href: '/progress', name: 'Progress', detail: 'Page' },
  { href: '/settings', name: 'Settings', detail: 'Page', keywords: 'options preferences' },
  {
    href: '/settings#schedule',
    name: 'Schedule',
    detail: 'Settings',
    keywords: 'new cards reviews per day limit retention learning steps day starts',
  },
  { href: '/settings#answering', name: 'Answering', detail: 'Settings', keywords: 'type answers typing' },
  {
    href: '/settings#log',
    name: 'Your answers: import, keep',
    detail: 'Settings',
    keywords: 'log file upload restore backup storage',
  },
];

/** Where an error is explained, if one was typed or pasted. */
function explanationOf(query: string): Destination[] {
  const read = readErrorText(query);
  if (read === null) return [];
  const { error, windows } = read;
  const number = windows === null ? '' : `WinError ${String(windows.number)}, `;
  return [
    {
      href: `/errors?error=${encodeURIComponent(query)}`,
      name: `Why: ${number}${error.code ?? error.exception}`,
      detail: 'Error',
    },
  ];
}

function idOf(each: Destination | Action): string {
  return 'act' in each ? `action: ${each.name}` : each.href;
}

/** Does what can be done from anywhere, or jumps to any page, deck or card: type some words of it, choose with the arrow keys, go with Enter. */
export function Palette({
  open,
  onOpenChange,
  onTheme,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onTheme: (theme: Theme) => void;
}) {
  const router = useRouter();
  const [query, setQuery] = useState('');
  const [decks, setDecks] = useState<readonly Destination[] | 'loading' | 'failed'>('loading');
  useEffect(() => {
    if (!open) return;
    const aborter = new AbortController();
    fetch('/api/destinations', { signal: aborter.signal })
      .then((response) =>
        response.ok ? response.json() : Promise.reject(new Error(String(response.status))),
      )
      .then((found: readonly Destination[]) => setDecks(found))
      .catch(() => aborter.signal.aborted || setDecks('failed'));
    return () => aborter.abort();
  }, [open]);
  const found = useMemo(() => {
    const all = [...pages, ...actionsFor(onTheme), ...(typeof decks === 'string' ? [] : decks)];
    return [...explanationOf(query), ...findDestinations(query, all)].slice(0, mostShown);
  }, [query, decks, onTheme]);

  /** A card of the page that is open already is a change of the hash alone, which that page listens to. */
  function go(href: string) {
    const [path, hash] = href.split('#');
    if (hash !== undefined && path === location.pathname) location.hash = hash;
    else router.push(href);
  }

  return (
    <ModalOverlay
      isOpen={open}
      onOpenChange={onOpenChange}
      isDismissable
      className="fixed inset-0 z-40 flex items-start justify-center bg-[rgb(0_0_0/0.45)] px-4 pt-[12vh]"
    >
      <Modal className="panel w-full max-w-xl overflow-hidden shadow-lg">
        <Dialog aria-label="Go to a page, deck or card" className="outline-none">
          <Autocomplete inputValue={query} onInputChange={setQuery}>
            <SearchField
              aria-label="Words of a page, deck or card"
              autoFocus
              className="border-b border-line"
            >
              <Input
                placeholder="Go to a page, deck or card"
                className="w-full bg-transparent px-4 py-3.5 outline-none [&::-webkit-search-cancel-button]:hidden"
              />
            </SearchField>
            <div className="max-h-[50vh] overflow-y-auto" tabIndex={0} role="region" aria-label="Where to go">
              <Menu
                aria-label="Pages, decks and cards"
                items={found.map((each) => ({ ...each, id: idOf(each) }))}
                onAction={(id) => {
                  onOpenChange(false);
                  setQuery('');
                  const chosen = found.find((each) => idOf(each) === id);
                  if (chosen && 'act' in chosen) chosen.act();
                  else go(String(id));
                }}
                renderEmptyState={() => (
                  <p className="px-4 py-3 text-soft">
                    Nothing has all of these words. Use fewer or other words.
                  </p>
                )}
                className="p-1.5 outline-none"
              >
                {({ id, name, detail }) => (
                  <MenuItem
                    id={id}
                    textValue={name}
                    className="flex cursor-pointer items-baseline justify-between gap-4 rounded-lg px-3 py-2 outline-none data-focused:bg-sunk"
                  >
                    <Text slot="label" className="min-w-0 truncate">
                      {name}
                    </Text>
                    <Text slot="description" className="shrink-0 font-mono text-xs text-soft">
                      {detail}
                    </Text>
                  </MenuItem>
                )}
              </Menu>
            </div>
          </Autocomplete>
          {decks === 'failed' && (
            <p role="status" className="border-t border-line px-4 py-2 text-bad">
              The cards could not be loaded. Close this, check that the server runs, and open it again.
            </p>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
