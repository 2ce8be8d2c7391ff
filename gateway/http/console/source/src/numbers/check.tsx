// Check of a number: whether its handlers would answer a call or a message now.
import { Stethoscope } from 'lucide-react';
import { useState } from 'react';
import { CheckNumberDocument, type CheckNumberMutation } from '../gql/graphql';
import { useAction } from '../graphql/action';
import { Report } from '../handlers/report';
import { Card } from '../layout/page';
import { FailureNotice } from '../ui/failure';
import { RefusalNotice } from '../ui/notice';

type Result = CheckNumberMutation['checkPhoneNumberHandlers'];

export function CheckCard({ id }: { id: string }) {
  const [result, setResult] = useState<Result | null>(null);
  const { run, refusal, isRunning } = useAction(CheckNumberDocument);
  const check = async () => {
    setResult(null);
    setResult((await run({ input: { id } }))?.checkPhoneNumberHandlers ?? null);
  };
  return (
    <Card title="Does it answer?">
      <p className="quiet">Asks the URLs of its handlers as the platform would.</p>
      <RefusalNotice refusal={refusal} />
      {result && <ResultReport result={result} />}
      <button type="button" className="button" disabled={isRunning} onClick={() => void check()}>
        <Stethoscope aria-hidden /> {isRunning ? 'Asking …' : 'Check it now'}
      </button>
    </Card>
  );
}

function ResultReport({ result }: { result: Result }) {
  if (result.__typename !== 'CheckPhoneNumberHandlersSuccess')
    return <FailureNotice failure={result} />;
  return <Report checks={result.checks} />;
}
