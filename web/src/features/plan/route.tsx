import { useLocation, useNavigate } from '@solidjs/router';
import { createEffect, createMemo } from 'solid-js';
import { type PlanQuery, planPath, readPlanQuery } from '../../paths.ts';
import { texts } from '../../texts/index.ts';
import { planTexts } from '../../texts/plan.ts';
import { rememberZone } from '../zone/zone-choice.ts';
import { createPlan } from './controller.ts';
import { rememberedWishes, rememberWishes } from './remembered.ts';
import { type PlanActions, PlanView } from './view.tsx';

/** Joins the address, the controller and the view. */
export default function PlanRoute() {
  const location = useLocation();
  const navigate = useNavigate();
  const remembered = rememberedWishes();
  /** An address that names no device is one that was typed, or a link from another page. */
  const query = createMemo(() => {
    const asked = readPlanQuery(location.query);
    return asked.device === null && Object.keys(location.query).every((name) => name === 'zone')
      ? { ...asked, ...remembered }
      : asked;
  });
  const plan = createPlan(query);

  const go = (change: Partial<PlanQuery>): void => {
    const zone = query().zone ?? plan.choice().id;
    const wanted = { ...query(), zone, ...change };
    rememberWishes(wanted);
    navigate(planPath(wanted), { replace: true, scroll: false });
  };
  const actions: PlanActions = {
    chooseZone: (zone) => {
      rememberZone(zone);
      go({ zone });
    },
    // What one device takes says nothing of another.
    chooseDevice: (device) => go({ device, amount: null, startedMs: null }),
    chooseAmount: (amount) => go({ amount }),
    setStarted: (startedMs) => go({ startedMs }),
    chooseDeadline: (by) => go({ by }),
    chooseQuiet: (quiet) => go({ quiet }),
  };
  createEffect(() => {
    const zone = plan.choice().id;
    document.title = zone ? planTexts.title(planTexts.devices[plan.template().id], zone) : texts.product;
  });
  return <PlanView plan={plan} actions={actions} />;
}
