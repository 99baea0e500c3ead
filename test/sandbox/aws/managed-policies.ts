import type { PolicyDocument } from './policy.js';

function allow(...actions: readonly string[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: actions, Resource: '*' } };
}

const codecommit = (...names: readonly string[]): string[] => names.map((name) => `codecommit:${name}`);

/** AWS's own managed policies, as far as they speak of CodeCommit. Source: AWS managed policies for CodeCommit. */
export const managedPolicies: Readonly<Record<string, PolicyDocument>> = {
  AdministratorAccess: allow('*'),
  AWSCodeCommitFullAccess: allow('codecommit:*'),
  AWSCodeCommitPowerUser: allow(
    ...codecommit(
      'AssociateApprovalRuleTemplateWithRepository',
      'BatchAssociateApprovalRuleTemplateWithRepositories',
      'BatchDisassociateApprovalRuleTemplateFromRepositories',
      'BatchGet*',
      'BatchDescribe*',
      'Create*',
      'DeleteBranch',
      'DeleteFile',
      'Describe*',
      'DisassociateApprovalRuleTemplateFromRepository',
      'EvaluatePullRequestApprovalRules',
      'Get*',
      'List*',
      'Merge*',
      'OverridePullRequestApprovalRules',
      'Put*',
      'Post*',
      'TagResource',
      'Test*',
      'UntagResource',
      'Update*',
      'GitPull',
      'GitPush',
    ),
  ),
  AWSCodeCommitReadOnly: allow(
    ...codecommit(
      'BatchGet*',
      'BatchDescribe*',
      'Describe*',
      'EvaluatePullRequestApprovalRules',
      'Get*',
      'List*',
      'GitPull',
    ),
  ),
};
