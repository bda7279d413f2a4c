import { texts } from "../state";
import { priceClasses } from "../api/answers";
import { classColour } from "../logic/prices";

export interface Key {
  name: string;
  colour: string;
  look: "box" | "line" | "dashed" | "hollow";
}

export function Legend({ keys, withPrices }: { keys: Key[]; withPrices?: boolean }) {
  const t = texts.value;
  const all: Key[] = [
    ...(withPrices ? priceClasses.map((each): Key => ({ name: t.priceClasses[each], colour: classColour[each], look: "box" })) : []),
    ...keys,
  ];
  return (
    <ul class="legend" aria-hidden="true">
      {all.map((key) => (
        <li key={key.name}><i class={`key-${key.look}`} style={{ "--key": `var(${key.colour})` }} />{key.name}</li>
      ))}
    </ul>
  );
}
