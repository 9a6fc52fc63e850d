import { generatedDeck } from '/work/main/scripts/bench/decks.ts';
import { createDeckReader } from '/work/main/lib/deck/deck-reader.ts';
import { splitDeck } from '/work/main/lib/deck/split-deck.ts';
const large=generatedDeck(10000); const c={file:'g.md'}; const r=createDeckReader(); 
for (const m of ['check','read'] as const){ (r as any)[m](large,c); const R:number[][]=[[],[]]; for(let i=0;i<15;i++){const x=Buffer.from(large.slice(0,large.length>>1)+'\n\n'+i+large.slice(large.length>>1)).toString(); let s=performance.now(); splitDeck(x); R[0].push(performance.now()-s); s=performance.now(); (r as any)[m](x,c); R[1].push(performance.now()-s);} const med=(a:number[])=>a.sort((p,q)=>p-q)[7].toFixed(1); console.log(m,'split',med(R[0]),'again',med(R[1]), 'min', Math.min(...R[0]).toFixed(1), Math.min(...R[1]).toFixed(1)); }
