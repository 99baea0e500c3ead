import { hideSecrets } from '../../core/text/hide-secrets.js';

/** What the tab shows in the end. */
export interface PageContent {
  readonly title: string;
  readonly text: string;
}

export const signedInPage: PageContent = {
  title: 'You are signed in',
  text: 'You can close this tab, and go back to the terminal.',
};

/** What the tab shows where it came to nothing. @param why one sentence */
export function failedPage(why: string): PageContent {
  return { title: 'The sign-in did not work', text: `${why} You can close this tab, and go back to the terminal.` };
}

/** The page as HTML. It loads nothing and runs nothing. */
export function page({ title, text }: PageContent): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)} – git-codecommit</title>
<style>
:root { color-scheme: light dark }
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto 0; padding: 0 1.5rem }
h1 { font-size: 1.5rem; font-weight: 600 }
</style>
</head>
<body>
<h1>${escape(title)}</h1>
<p>${escape(text)}</p>
</body>
</html>
`;
}

function escape(text: string): string {
  return hideSecrets(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
