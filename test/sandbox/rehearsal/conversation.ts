import type { Fixture } from './fixture.js';

/** How a prompt is answered: by typing, or by going down a menu to the line that matches. */
export type Reply = { readonly type: string } | { readonly choose: RegExp };

/** A prompt of the wizard, and the newcomer's answer. */
export interface Line {
  readonly asked: RegExp;
  readonly reply: (fixture: Fixture) => Reply | Promise<Reply>;
}

const enter: Reply = { type: '' };

/** What a newcomer answers with what is in their hand, in whatever order the wizard asks. */
export const conversation: readonly Line[] = [
  { asked: /What were you given\?/, reply: ({ handed }) => ({ type: handed.repositoryUrl }) },
  { asked: /How do you sign in\?/, reply: () => ({ choose: /A role in another AWS account/ }) },
  { asked: /Role ARN/, reply: ({ handed }) => ({ type: handed.roleArn }) },
  { asked: /Whose keys sign the request\?/, reply: () => ({ choose: /keep it/ }) },
  { asked: /accessKeys\.csv/, reply: ({ handed }) => ({ type: handed.keysFile }) },
  { asked: /Profile name/, reply: () => enter },
  { asked: /When shall AWS ask for the code\?/, reply: () => enter },
  { asked: /(?:MFA|next) code/, reply: ({ device }) => ({ type: device.code() }) },
  { asked: /Go ahead\?/, reply: () => enter },
];
