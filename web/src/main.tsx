import { render } from "preact";
import { App } from "./app";
import { startPalettes } from "./palettes";
import { startSettings } from "./settings";
import { startState } from "./state";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/pages.css";
import "./styles/plan.css";
import "./styles/controls.css";
import "./styles/print.css";

startSettings();
startPalettes();
startState();
const root = document.getElementById("app");
if (root) render(<App />, root);
