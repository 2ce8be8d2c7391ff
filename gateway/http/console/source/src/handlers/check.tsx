// Check of a handler before it is saved: its URLs are asked as the platform would ask them.
import { Stethoscope } from 'lucide-react';
import { useState } from 'react';
import { useFormContext } from 'react-hook-form';
import {
  CheckHandlerDocument,
  type CheckHandlerInput,
  type CheckHandlerMutation,
} from '../gql/graphql';
import { useAction } from '../graphql/action';
import { FailureNotice } from '../ui/failure';
import { RefusalNotice } from '../ui/notice';
import { showErrors } from '../ui/server-errors';
import { Report } from './report';

type Result = CheckHandlerMutation['checkHandler'];
/** *input* is the handler as the form has it now. */
type CheckProps = { input: () => CheckHandlerInput };

export function CheckButton({ input }: CheckProps) {
  const form = useFormContext();
  const [result, setResult] = useState<Result | null>(null);
  const { run, refusal, isRunning } = useAction(CheckHandlerDocument);
  const check = async () => {
    setResult(null);
    const next = (await run({ input: input() }))?.checkHandler ?? null;
    setResult(next);
    if (next?.__typename === 'ValidationFailed') showErrors(form, next.fieldErrors);
  };
  return (
    <>
      <button
        type="button"
        className="button small"
        disabled={isRunning}
        onClick={() => void check()}
      >
        <Stethoscope aria-hidden /> {isRunning ? 'Asking its URLs …' : 'Check its URLs'}
      </button>
      <RefusalNotice refusal={refusal} />
      {result && <ResultReport result={result} />}
    </>
  );
}

function ResultReport({ result }: { result: Result }) {
  if (result.__typename !== 'CheckHandlerSuccess') return <FailureNotice failure={result} />;
  return <Report checks={result.checks} />;
}
