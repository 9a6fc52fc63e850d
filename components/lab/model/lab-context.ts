'use client';

import { createContext, useContext, useSyncExternalStore } from 'react';
import type { LabModel, LabSnapshot } from '#components/lab/model/lab-model.ts';

export const LabContext = createContext<LabModel | null>(null);

/** The lab that a part of the page belongs to. */
export function useLab(): LabModel {
  const model = useContext(LabContext);
  if (model === null) throw new Error('The context of a lab was used outside a LabContext provider.');
  return model;
}

export function useLabSnapshot(): LabSnapshot {
  const model = useLab();
  return useSyncExternalStore(model.subscribe, model.snapshot, model.snapshot);
}

/**
 * A part of what the lab shows. Only a change of that part renders its user again.
 *
 * @param select gives the same object for as long as nothing changed: a part of the snapshot, or a text or number made of it
 */
export function useLabPart<Part>(select: (snapshot: LabSnapshot) => Part): Part {
  const model = useLab();
  const part = () => select(model.snapshot());
  return useSyncExternalStore(model.subscribe, part, part);
}
