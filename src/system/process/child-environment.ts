/** Variables of this process, or of a child. */
type Variables = Readonly<Record<string, string | undefined>>;

// Where our files lie, the certificates of somebody's own, whose child it is, and where the helper says what it decides:
// no answers, and a child needs them.
const ofOurs = /^GIT_CODECOMMIT_(?:HOME|NODE_EXTRA_CA_CERTS|CHILD|TRACE)$/i;

// What a CI service vouches for a job by.
const ofJobs = /^(?:ACTIONS_ID_TOKEN_REQUEST_TOKEN|GITLAB_OIDC_TOKEN)$/i;

/**
 * The environment for a child that is not ours: without the answers to our questions, which may be secrets. All of a
 * user's processes, and whatever they start, can read the environment of a process (proc_pid_environ(5)).
 */
export function withoutAnswers(env: Variables): Variables {
  return without(env, (name) => /^GIT_CODECOMMIT_/i.test(name) && !ofOurs.test(name));
}

/** The same for a child that signs nothing: without AWS's keys, and what they are got by, too. */
export function withoutSecrets(env: Variables): Variables {
  return without(
    withoutAnswers(env),
    (name) => (/^AWS_.*(?:KEY|TOKEN|SECRET)/i.test(name) && !/_FILE$/i.test(name)) || ofJobs.test(name),
  );
}

function without(env: Variables, isUnwanted: (name: string) => boolean): Variables {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isUnwanted(name)));
}
