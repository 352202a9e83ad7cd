import { begin } from "./bar.js";

begin();
