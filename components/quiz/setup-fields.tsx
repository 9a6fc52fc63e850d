import type { ReactNode } from 'react';

/** Fields that belong together, under a name. */
export function Group({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <fieldset>
      <legend className="mb-2 font-medium">{name}</legend>
      {children}
    </fieldset>
  );
}

export function Choices({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap gap-2">{children}</div>;
}

/** One of several answers to a question of a form, as large as a fingertip. */
export function Chip({
  type,
  name,
  value,
  isOn,
  onChange,
  note,
  children,
}: {
  type: 'radio' | 'checkbox';
  name: string;
  value: string;
  isOn: boolean;
  onChange: () => void;
  note?: string;
  children: ReactNode;
}) {
  return (
    <label className="flex min-h-10 cursor-pointer items-center gap-2 rounded-lg border border-line px-3 py-1.5 hover:border-edge has-checked:border-ink has-checked:bg-sunk has-focus-visible:outline-2 has-focus-visible:outline-client">
      <input
        type={type}
        name={name}
        value={value}
        className="accent-ink outline-none"
        checked={isOn}
        onChange={onChange}
      />
      <span>
        {children} {note !== undefined && <span className="text-soft">{note}</span>}
      </span>
    </label>
  );
}

export function Check({
  name,
  value,
  isOn,
  onChange,
  children,
}: {
  name: string;
  value?: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  children: ReactNode;
}) {
  return (
    <label className="flex min-h-8 cursor-pointer items-baseline gap-2">
      <input
        type="checkbox"
        name={name}
        value={value}
        className="accent-ink"
        checked={isOn}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>{children}</span>
    </label>
  );
}
