import { expect, it } from 'vitest';
import { rightOrders } from '#lib/deck/deck-orders.ts';

it('is the list itself where there are no free steps', () => {
  expect(rightOrders(3, [])).toEqual([{ free: 'none', placed: [0, 1, 2] }]);
});

it('leaves free steps out, puts each as early as it may come, and each as late', () => {
  const free = [
    { after: 1, before: 3 },
    { after: 0, before: 4 },
  ];
  expect(rightOrders(3, free)).toEqual([
    { free: 'none', placed: [0, 1, 2] },
    { free: 'early', placed: [4, 0, 3, 1, 2] },
    { free: 'late', placed: [0, 1, 3, 2, 4] },
  ]);
});

it('gives an order once where a free step has but one place', () => {
  expect(rightOrders(2, [{ after: 1, before: 2 }]).map(({ free }) => free)).toEqual(['none', 'early']);
});
