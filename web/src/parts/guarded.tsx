// A fault in one part leaves the others standing.
import { Component } from "preact";
import type { ComponentChildren } from "preact";
import { texts } from "../state";

export class Guarded extends Component<{ children: ComponentChildren }, { fault?: string }> {
  static override getDerivedStateFromError(error: unknown) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    if (this.state.fault === undefined) return <>{this.props.children}</>;
    return <p class="missing" role="alert">{texts.value.broken} <span class="quiet">{this.state.fault}</span></p>;
  }
}
