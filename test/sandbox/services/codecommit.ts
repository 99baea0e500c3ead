import type { Call, Service } from '../wire/exchange.js';
import { accessDeniedException, answerJson, text, type JsonApi, type JsonOperation } from '../wire/json-protocol.js';
import { ServiceError } from '../wire/service-error.js';
import { refusal } from '../aws/authorization.js';
import type { Caller } from '../aws/caller.js';
import type { Repository } from '../aws/repository.js';

const listRepositories: JsonOperation = {
  signed: true,
  run(input, call, caller) {
    allow(caller, 'codecommit:ListRepositories', caller.account.arn('codecommit', '*', call.place.region));
    const sorted = sort(
      repositories(call, caller),
      text(input, 'sortBy') ?? 'repositoryName',
      text(input, 'order') ?? 'ascending',
    );
    const first = readToken(text(input, 'nextToken'));
    const page = sorted.slice(first, first + call.aws.repositoriesPerPage);
    const next = first + page.length;
    return {
      repositories: page.map(({ name, id }) => ({ repositoryName: name, repositoryId: id })),
      ...(next < sorted.length ? { nextToken: Buffer.from(`page:${next}`).toString('base64') } : {}),
    };
  },
};

const getRepository: JsonOperation = {
  signed: true,
  run(input, call, caller) {
    const name = text(input, 'repositoryName');
    if (name === undefined)
      throw new ServiceError('RepositoryNameRequiredException', 'A repository name is required.', 400);
    if (!/^[\w.-]{1,100}$/.test(name))
      throw new ServiceError('InvalidRepositoryNameException', `The repository name is not valid: ${name}`, 400);
    allow(caller, 'codecommit:GetRepository', caller.account.arn('codecommit', name, call.place.region));
    const repository = repositories(call, caller).find((one) => one.name === name);
    if (!repository) throw new ServiceError('RepositoryDoesNotExistException', `${name} does not exist`, 400);
    if (repository.kmsFault)
      throw new ServiceError(repository.kmsFault, 'The encryption key for the repository cannot be used.', 400);
    return { repositoryMetadata: metadata(repository) };
  },
};

function allow(caller: Caller, action: string, resource: string): void {
  const message = refusal(caller, action, resource);
  if (message !== undefined) throw accessDeniedException(message);
}

function repositories({ place }: Call, caller: Caller): Repository[] {
  return caller.account.repositories.filter(({ region }) => region === place.region);
}

function sort(all: readonly Repository[], by: string, order: string): Repository[] {
  const key = ({ name, creationDate }: Repository): string =>
    by === 'lastModifiedDate' ? creationDate.toISOString() : name;
  const sorted = [...all].sort((one, other) => (key(one) < key(other) ? -1 : 1));
  return order === 'descending' ? sorted.reverse() : sorted;
}

function readToken(token: string | undefined): number {
  if (token === undefined) return 0;
  const [, first] = /^page:(\d+)$/.exec(Buffer.from(token, 'base64').toString()) ?? [];
  if (first === undefined)
    throw new ServiceError('InvalidContinuationTokenException', 'The specified continuation token is not valid.', 400);
  return Number(first);
}

function metadata(repository: Repository): Record<string, unknown> {
  const date = repository.creationDate.getTime() / 1000;
  return {
    accountId: repository.account.id,
    repositoryId: repository.id,
    repositoryName: repository.name,
    repositoryDescription: repository.description,
    defaultBranch: repository.isEmpty ? undefined : repository.branch,
    creationDate: date,
    lastModifiedDate: date,
    cloneUrlHttp: repository.url,
    cloneUrlSsh: repository.sshUrl,
    Arn: repository.arn,
    kmsKeyId: repository.account.arn('kms', `key/${repository.id}`, repository.region),
  };
}

const api: JsonApi = {
  signingName: 'codecommit',
  target: 'CodeCommit_20150413',
  operations: { ListRepositories: listRepositories, GetRepository: getRepository },
};

/** CodeCommit's API. */
export const codecommit: Service = {
  name: 'codecommit',
  serves: (_, place) => place?.service === 'codecommit',
  answer: (call) => answerJson(api, call),
};
