// What was found when the URLs of handlers were asked.
import type { HandlerChannel, HandlerCheckFragment, HandlerFindingSeverity } from '../gql/graphql';
import { Badge, type Tone } from '../ui/badge';
import { ExactTime } from '../ui/time';
import { words } from '../words';

const CHANNELS = { CALL: 'Calls', MESSAGE: 'Messages' } satisfies Record<HandlerChannel, string>;
const TONES = { ERROR: 'bad', WARNING: 'warn' } satisfies Record<HandlerFindingSeverity, Tone>;
type UrlCheck = HandlerCheckFragment['urls'][number];

export function Report({ checks }: { checks: readonly HandlerCheckFragment[] }) {
  return (
    <div role="status" className="report">
      {checks.length === 0 && <p>There is no handler to check.</p>}
      {checks.map((check) => (
        <div key={check.channel}>
          <p>
            <strong>{CHANNELS[check.channel]}</strong> <Verdict answers={check.answers} />
          </p>
          {check.urls.map((url) => (
            <Url key={url.setting} url={url} />
          ))}
        </div>
      ))}
    </div>
  );
}

function Verdict({ answers }: { answers: boolean | null }) {
  if (answers === null) return <Badge>Cannot be seen from here</Badge>;
  return answers ? <Badge tone="good">Answered</Badge> : <Badge tone="bad">Not answered</Badge>;
}

function Url({ url }: { url: UrlCheck }) {
  return (
    <>
      <p className="quiet">
        {words(url.setting)}: {measured(url)}
        {url.certificateUntil && (
          <>
            {' '}
            · certificate until <ExactTime at={url.certificateUntil} />
          </>
        )}
      </p>
      <ul className="plain">
        {url.findings.map(({ severity, code, message }) => (
          <li key={code}>
            <Badge tone={TONES[severity]}>{words(severity)}</Badge> {message}
          </li>
        ))}
      </ul>
    </>
  );
}

function measured({ status, milliseconds, mediaType }: UrlCheck): string {
  const known = [status, mediaType, `${milliseconds} ms`];
  return known.filter((part) => part !== null).join(' · ');
}
