'use client';

import { createContext, useContext, useSyncExternalStore } from 'react';
import type { LabModel, LabSnapshot } from './lab-model.ts';

export const LabContext = createContext<LabModel | null>(null);

/** The lab that a part of the page belongs to. */
export function useLab(): LabModel {
  const model = useContext(LabContext);
  if (model === null) throw new Error('This part of a lab stands outside of one.');
  return model;
}

export function useLabSnapshot(): LabSnapshot {
  const model = useLab();
  return useSyncExternalStore(model.subscribe, model.snapshot, model.snapshot);
}
