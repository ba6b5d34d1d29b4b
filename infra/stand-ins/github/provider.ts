import { makeProvider } from '../../plugins/protocol/make-provider.ts';
import { connect } from './client.ts';
import { deploymentPolicy } from './kinds/deployment-policy.ts';
import { environment } from './kinds/environment.ts';
import { environmentSecret, repositorySecret } from './kinds/secret.ts';
import { environmentVariable, repositoryVariable } from './kinds/variable.ts';

const github = connect(process.env);

/**
 * Stand-in for the plugin of `@pulumi/github` 6.15.0: the resources that a stack of the kit uses, with the same tokens,
 * inputs and ids, on GitHub's REST API. Tests put its folder on PATH; nothing else uses it.
 */
export const provider = makeProvider('6.15.0', {
  'github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret': environmentSecret(github),
  'github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable': environmentVariable(github),
  'github:index/actionsSecret:ActionsSecret': repositorySecret(github),
  'github:index/actionsVariable:ActionsVariable': repositoryVariable(github),
  'github:index/repositoryEnvironment:RepositoryEnvironment': environment(github),
  'github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy':
    deploymentPolicy(github),
});
