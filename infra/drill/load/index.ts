import {
  type Deployment,
  duringDeploy,
  knee,
  type Phase,
  slowClients,
  smoke,
  soak,
  spike,
  type Target,
} from './phases.ts';

export type { Phase } from './phases.ts';

/** Every kind of load, one after the other. @param soakSeconds of the last one */
export async function runLoad(
  target: Target,
  deployment: Deployment,
  soakSeconds: number,
  report: (phase: Phase) => void,
): Promise<Phase[]> {
  const phases: Phase[] = [];
  const done = <P extends Phase>(phase: P): P => {
    phases.push(phase);
    report(phase);
    return phase;
  };
  done(await smoke(target));
  const { rate } = done(await knee(target));
  done(await spike(target, rate));
  done(await slowClients(target));
  done(await duringDeploy(deployment));
  done(await soak(target, rate, soakSeconds));
  return phases;
}
