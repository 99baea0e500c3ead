import {
  CodeCommitClient,
  GetRepositoryCommand,
  ListRepositoriesCommand,
  type ListRepositoriesOutput,
} from '@aws-sdk/client-codecommit';
import type { AwsAccess, CodeCommit } from '../../../core/ports/aws/aws.js';
import type { ClientKit } from './client-kit.js';

/** CodeCommit's API through AWS's client. */
export async function openCodeCommit(kit: ClientKit, access: AwsAccess): Promise<CodeCommit> {
  const client = new CodeCommitClient(await kit.options('CODECOMMIT', access));
  const page = (nextToken: string | undefined, signal: AbortSignal | undefined): Promise<ListRepositoriesOutput> =>
    kit.call('ListRepositories', { ...access, signal: signal ?? access.signal }, (send) =>
      client.send(new ListRepositoriesCommand({ sortBy: 'repositoryName', order: 'ascending', nextToken }), send),
    );
  return {
    async *listRepositories(signal) {
      let token: string | undefined;
      do {
        const { repositories, nextToken }: ListRepositoriesOutput = await page(token, signal);
        for (const { repositoryName } of repositories ?? []) if (repositoryName) yield repositoryName;
        token = nextToken;
      } while (token);
    },
    getRepository: (name) =>
      kit.call('GetRepository', access, async (send) => {
        const { repositoryMetadata: facts } = await client.send(
          new GetRepositoryCommand({ repositoryName: name }),
          send,
        );
        return {
          name: facts?.repositoryName ?? name,
          cloneUrl: facts?.cloneUrlHttp ?? '',
          account: facts?.accountId ?? '',
          defaultBranch: facts?.defaultBranch,
        };
      }),
  };
}
