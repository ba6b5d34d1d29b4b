import { useLocation, useNavigate } from '@solidjs/router';
import { householdPath, readPlanQuery } from '../../paths.ts';
import { householdTexts } from '../../texts/household.ts';
import { texts } from '../../texts/index.ts';
import { PlainLine } from '../../ui/pages-nav.tsx';
import { MembersOnly } from '../account/members-only.tsx';
import { HouseholdView } from './view.tsx';

export default function HouseholdRoute() {
  const location = useLocation();
  const navigate = useNavigate();
  document.title = `${householdTexts.title} · ${texts.product}`;
  return (
    <div class="page">
      <PlainLine />
      <main>
        <MembersOnly>
          {() => (
            <HouseholdView
              offered={readPlanQuery(location.query)}
              onAnswered={() => navigate(householdPath({}), { replace: true })}
            />
          )}
        </MembersOnly>
      </main>
    </div>
  );
}
