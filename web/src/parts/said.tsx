// A sentence of the service about one of its parts.
import { clausesOf } from "../logic/said";
import { texts } from "../state";

export function Said({ text }: { text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <>
      {clausesOf(text, texts.value).map((each, index) => (
        <span key={index} lang={each.isOurs ? undefined : "en"}>{index > 0 && "; "}{each.text}</span>
      ))}
    </>
  );
}
