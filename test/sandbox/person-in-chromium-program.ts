// Run as a program of its own, in place of a browser: starts Chromium, opens the address, fills in forms as the habits
// in PERSON_HABITS say, and writes down what the last page said, once it asks for nothing more.
// usage: person-in-chromium-program.ts ADDRESS
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch } from '../../src/system/browser/launch.js';
import type { Habits } from './person.js';

const { PERSON_HABITS = '{}', PERSON_CHROMIUM: chromium = '', PERSON_FOLDER: folder = '' } = process.env;
const { username, password, decision, userCode } = JSON.parse(PERSON_HABITS) as Habits;
const fill = { username, password, decision, user_code: userCode, device_user_code: userCode };
const patienceMs = 90_000;

/** Says what the page is, and deals with its form once. */
const script = `(() => {
  if (document.readyState !== 'complete') return 'loading';
  const fill = ${JSON.stringify(fill)};
  const buttonsOf = (one) => [...one.querySelectorAll('button, input')].filter(({ type }) => type === 'submit');
  const form = [...document.forms].find((one) => buttonsOf(one).length > 0);
  if (!form || form.dataset.sent) return form ? 'loading' : document.body.innerText;
  const empty = [...form.querySelectorAll('input:not([type=hidden]):not([type=submit]):not([type=checkbox])')].filter(({ value }) => value === '');
  if (empty.some(({ name }) => fill[name] === undefined)) return document.body.innerText;
  for (const field of empty) field.value = fill[field.name];
  const buttons = buttonsOf(form);
  const button = buttons.find(({ name, value }) => fill[name] !== undefined && fill[name] === value) ?? buttons.find(({ name }) => name === (fill.decision === 'deny' ? 'cancel' : 'accept')) ?? buttons[0];
  form.dataset.sent = 'yes';
  button.click();
  return 'loading';
})()`;

const browser = launch(chromium, join(folder, 'chromium'), process.env);
const { devTools } = browser;
try {
  const { targetId } = await devTools.send('Target.createTarget', { url: process.argv[2] ?? '' });
  const { sessionId } = await devTools.send('Target.attachToTarget', { targetId, flatten: true });
  const evaluate = async (): Promise<unknown> => {
    const { result } = await devTools.send(
      'Runtime.evaluate',
      { expression: script, returnByValue: true },
      String(sessionId),
    );
    return (result as { readonly value?: unknown }).value;
  };
  for (let waited = 0, text: unknown = 'loading'; waited < patienceMs; waited += 200) {
    await sleep(200);
    const seen = await evaluate().catch(() => 'loading');
    // A page that leads on by itself says something for a moment.
    if (seen !== 'loading' && seen === text && seen !== '') {
      await writeFile(join(folder, 'last-page'), String(text));
      break;
    }
    text = seen;
  }
} finally {
  browser.kill();
}
