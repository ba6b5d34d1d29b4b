import * as pulumi from '@pulumi/pulumi';
import * as neon from '../../plugins/neon/sdk.ts';
import type { DatabasePlan } from './plan.ts';

/** The database of a stack at Neon. The URLs are secret. */
export interface CloudDatabase {
  /** Project at Neon; of a branch, the one that it is a branch of. */
  projectId: pulumi.Output<string>;
  /** Through the pooler, for the API. */
  url: pulumi.Output<string>;
  /** Without the pooler, for pipelines and dumps. */
  directUrl: pulumi.Output<string>;
  /** As the owner of the tables and without the pooler, for migrations. */
  ownerUrl: pulumi.Output<string>;
}

/**
 * A database with two roles: the owner changes tables; the app reads and writes their rows, as every role may that
 * Neon's API makes. A new password of the app is a new role, so the old one works until its successor is deployed.
 */
export function makeDatabase(plan: DatabasePlan): CloudDatabase {
  const { at, endpointId, options } = plan.project ? makeProject(plan) : makeBranch(plan);
  const owner = new neon.Role('database-owner', { ...at, name: plan.owner }, options);
  const app = new neon.Role('database-app', { ...at, name: plan.role }, options);
  const database = new neon.Database(
    'database',
    { ...at, name: plan.database, ownerName: owner.name, allowDataLoss: plan.allowDataLoss },
    { ...options, retainOnDelete: !plan.allowDataLoss },
  );
  const uriOf = (name: string, { name: roleName, password }: neon.Role): neon.ConnectionUri => {
    const reached = { ...at, ...(endpointId ? { endpointId } : {}), databaseName: database.name };
    return new neon.ConnectionUri(name, { ...reached, roleName, triggers: [password] });
  };
  const appUri = uriOf('database-app-uri', app);
  const ownerUri = uriOf('database-owner-uri', owner);
  return { projectId: at.projectId, url: appUri.pooled, directUrl: appUri.direct, ownerUrl: ownerUri.direct };
}

interface Place {
  at: { projectId: pulumi.Output<string>; branchId: pulumi.Output<string> };
  endpointId?: pulumi.Output<string>;
  options: pulumi.CustomResourceOptions;
}

/** Roles and database come with the project under these names, and go with it. */
function makeProject({ project, database, owner, allowDataLoss }: DatabasePlan): Place {
  const args = { ...project, name: project?.name ?? '', databaseName: database, roleName: owner };
  const made = new neon.Project(
    'database-project',
    { ...args, allowDataLoss },
    { retainOnDelete: !allowDataLoss },
  );
  return {
    at: { projectId: made.projectId, branchId: made.defaultBranchId },
    options: { deletedWith: made },
  };
}

/** A copy of the data of staging as it is now, with a compute of its own. It ends with the pull request. */
function makeBranch({ branch }: DatabasePlan): Place {
  const staging = new pulumi.StackReference('staging', {
    name: `${pulumi.getOrganization()}/${pulumi.getProject()}/staging`,
  });
  const projectId = staging.getOutput('neonProjectId').apply(requireProject);
  const made = new neon.Branch('database-branch', { projectId, name: branch ?? '', allowDataLoss: true });
  const at = { projectId, branchId: made.branchId };
  const options = { deletedWith: made };
  const { endpointId } = new neon.Endpoint('database-endpoint', at, options);
  return { at, endpointId, options };
}

function requireProject(id: unknown): string {
  if (typeof id === 'string') return id;
  throw new pulumi.RunError(
    'Stack staging has no database to make a branch of. Bring it up first: npm run up -- staging',
  );
}
