import { realpathSync, statSync } from 'node:fs';
import { type FSWatcher, watch } from 'chokidar';

/** How often to look whether the folder is still the same one. */
const lookMs = 1_000;

/**
 * Reports what changes in a folder and below it, also when the folder itself is moved away, comes back, or is replaced by
 * another: the system's own watches belong to what was there.
 */
export class FolderWatch {
  readonly #folder: string;
  readonly #changed: (path: string) => void;
  readonly #timer: NodeJS.Timeout;
  #watcher: FSWatcher;
  #ready: Promise<unknown>;
  /** Of the folder that is watched; empty: of none. */
  #identity: string;

  /**
   * @param folder absolute path; it need not exist yet
   * @param changed gets the path of what changed
   */
  constructor(folder: string, changed: (path: string) => void) {
    this.#folder = folder;
    this.#changed = changed;
    this.#identity = identityOf(folder);
    this.#watcher = this.#start();
    this.#ready = readyOf(this.#watcher);
    this.#timer = setInterval(() => this.#look(), lookMs).unref();
  }

  /** Resolves when changes are seen from now on. */
  async ready(): Promise<void> {
    await this.#ready;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#watcher.close();
  }

  #start(): FSWatcher {
    // A link below it may lead to anything, itself or the whole disk, and nothing that it leads to outside is read.
    const options = { ignoreInitial: true, ignorePermissionErrors: true, followSymlinks: false };
    const root = realPathOf(this.#folder);
    return (
      watch(root, options)
        .on('all', (event, path) => {
          // It may come back as the same folder, but no longer under this watch.
          if (event === 'unlinkDir' && path === root) this.#identity = '';
          this.#changed(path);
        })
        // What changed while the folder was being read for the first time is not reported.
        .on('ready', () => this.#changed(this.#folder))
        .on('error', (error) => {
          // Such as too few watches: pages show an edit when they are loaded again.
          process.stderr.write(`${this.#folder} is not watched for edits: ${String(error)}\n`);
        })
    );
  }

  #look(): void {
    const identity = identityOf(this.#folder);
    if (identity === this.#identity) return;
    this.#identity = identity;
    void this.#watcher.close();
    this.#watcher = this.#start();
    this.#ready = readyOf(this.#watcher);
    this.#changed(this.#folder);
  }
}

function readyOf(watcher: FSWatcher): Promise<void> {
  return new Promise((resolve) => watcher.once('ready', resolve));
}

/** The folder itself may be a link; as it is named, where there is none. */
function realPathOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

/** Another one for any other folder; empty where there is none. */
function identityOf(folder: string): string {
  try {
    const { dev, ino } = statSync(folder);
    return [realpathSync(folder), dev, ino].join();
  } catch {
    return '';
  }
}
