// The line below an answer: its status, time, size and headers, and how to take the operation along.
import { useGraphiQL } from '@graphiql/react';
import { useEffect, useState } from 'react';
import { curlOf } from './curl.js';
import { onAnswer } from './observed-fetch.js';
import { linkTo } from './shared-link.js';
import { useSystemTheme } from './system-theme.js';

export function AnswerBar({ hasToken }) {
  const query = useGraphiQL((state) => state.queryEditor);
  const variables = useGraphiQL((state) => state.variableEditor);
  useSystemTheme();
  const texts = () => [query?.getValue() ?? '', variables?.getValue() ?? ''];
  return (
    <footer className="answer">
      <Answer />
      <CopyButton label="Copy link" text={() => linkTo(...texts())} />
      <CopyButton label="Copy as curl" text={() => curlOf(...texts(), hasToken)} />
    </footer>
  );
}

function Answer() {
  const [answer, setAnswer] = useState(null);
  useEffect(() => onAnswer(setAnswer), []);
  if (!answer) return <p />;
  return (
    <details>
      <summary>
        <b className={answer.status < 400 ? 'good' : 'bad'}>{`${answer.status} ${answer.text}`}</b>
        {` · ${Math.round(answer.milliseconds)} ms${sizeOf(answer.bytes)} · headers`}
      </summary>
      <dl>
        {answer.headers.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function sizeOf(bytes) {
  if (bytes === undefined) return '';
  return bytes < 1000 ? ` · ${bytes} bytes` : ` · ${(bytes / 1000).toFixed(1)} kB`;
}

function CopyButton({ label, text }) {
  const [said, setSaid] = useState('');
  const say = (words) => {
    setSaid(words);
    setTimeout(() => setSaid(''), 2000);
  };
  const copy = () =>
    navigator.clipboard.writeText(text()).then(
      () => say('Copied'),
      () => say('The browser does not allow it'),
    );
  return (
    <button type="button" onClick={copy}>{said || label}</button>
  );
}
