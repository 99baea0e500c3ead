import type { Screen, ScreenStream } from '../screen.js';
import type { Style } from '../style.js';

/** What a prompt is drawn with. */
export interface Canvas {
  readonly screen: Screen;
  readonly stream: ScreenStream;
  readonly style: Style;
}
