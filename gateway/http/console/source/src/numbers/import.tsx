// Import of a number, with the errors of the server at their fields.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FormProvider, useForm, type UseFormReturn } from 'react-hook-form';
import {
  ImportDocument,
  type Capability,
  type ImportMutation,
  type ImportPhoneNumberInput,
  type NumberType,
} from '../gql/graphql';
import { useAction, useIdempotencyKey } from '../graphql/action';
import { HandlerEditor } from '../handlers/editor';
import { useKinds, type Catalogue } from '../handlers/kinds';
import { callInput, handlerValues, messageInput, type HandlerValues } from '../handlers/values';
import { Card, Page } from '../layout/page';
import { FailureNotice, Warnings } from '../ui/failure';
import { ChecksField, ChoiceField, TextField } from '../ui/field';
import { Loading } from '../ui/loading';
import { Notice, RefusalNotice } from '../ui/notice';
import { showErrors } from '../ui/server-errors';
import { listed, words } from '../words';

type Values = {
  number: string;
  numberType: NumberType;
  capabilities: Capability[];
  name: string;
  tags: string;
  callHandler: HandlerValues;
  messageHandler: HandlerValues;
};
type Result = ImportMutation['importPhoneNumber'];

const TYPES = { LONGCODE: words('LONGCODE'), TOLLFREE: words('TOLLFREE') } satisfies Record<
  NumberType,
  string
>;
const CAPABILITIES = ['VOICE', 'FAX', 'SMS', 'MMS'] as const satisfies readonly Capability[];

export function ImportPage() {
  const kinds = useKinds();
  return (
    <Page title="Import a number" lead="A number that another provider hosts joins the project.">
      {kinds ? <ImportForm kinds={kinds} /> : <Loading lines={8} />}
    </Page>
  );
}

function ImportForm({ kinds }: { kinds: Catalogue }) {
  const [result, setResult] = useState<Result | null>(null);
  const form = useForm<Values>({ defaultValues: blank(kinds) });
  const { run, refusal, isRunning } = useAction(ImportDocument);
  const key = useIdempotencyKey();
  const submit = async (values: Values) => {
    setResult(null);
    const data = await run({ input: inputOf(kinds, values, key.value()) });
    if (!data) return; // no response: a repetition sends the same key, and imports once
    key.renew();
    setResult(data.importPhoneNumber);
    finish(form, kinds, data.importPhoneNumber);
  };
  return (
    <FormProvider {...form}>
      <form className="narrow-form" onSubmit={form.handleSubmit(submit)} noValidate>
        <RefusalNotice refusal={refusal} />
        {result && <ResultNotice result={result} />}
        <Fields kinds={kinds} />
        <div className="actions bar">
          <button className="button primary" disabled={isRunning}>
            Import
          </button>
          <Link to="/numbers" className="button">
            Cancel
          </Link>
        </div>
      </form>
    </FormProvider>
  );
}

function finish(form: UseFormReturn<Values>, kinds: Catalogue, result: Result): void {
  if (result.__typename === 'ImportPhoneNumberSuccess') form.reset(blank(kinds));
  if (result.__typename === 'ValidationFailed') showErrors(form, result.fieldErrors);
}

function Fields({ kinds }: { kinds: Catalogue }) {
  return (
    <Card>
      <TextField name="number" label="Number" type="tel" hint="With its plus: +14155550123" />
      <ChoiceField name="numberType" label="Type" options={Object.entries(TYPES)} />
      <ChecksField
        name="capabilities"
        label="Capabilities"
        options={CAPABILITIES.map((one) => [one, words(one)])}
      />
      <TextField name="name" label="Name" optional />
      <TextField name="tags" label="Tags" optional hint="Separated by spaces" />
      <HandlerEditor name="callHandler" legend="Calls" kinds={kinds.calls} />
      <HandlerEditor name="messageHandler" legend="Messages" kinds={kinds.messages} />
    </Card>
  );
}

function blank(kinds: Catalogue): Values {
  return {
    number: '',
    numberType: 'LONGCODE',
    capabilities: [...CAPABILITIES],
    name: '',
    tags: '',
    callHandler: handlerValues(kinds.calls, null),
    messageHandler: handlerValues(kinds.messages, null),
  };
}

function inputOf(kinds: Catalogue, values: Values, idempotencyKey: string): ImportPhoneNumberInput {
  const { number, numberType, capabilities, name, tags } = values;
  return {
    number,
    numberType,
    capabilities,
    name: name || null,
    tags: listed(tags),
    callHandler: callInput(kinds.calls, values.callHandler),
    messageHandler: messageInput(kinds.messages, values.messageHandler),
    idempotencyKey,
  };
}

function ResultNotice({ result }: { result: Result }) {
  if (result.__typename !== 'ImportPhoneNumberSuccess') return <FailureNotice failure={result} />;
  const { phoneNumber, warnings } = result;
  return (
    <Notice tone="good">
      <strong>
        <Link to="/numbers/$id" params={{ id: phoneNumber.id }}>
          {phoneNumber.number}
        </Link>{' '}
        is in the project.
      </strong>
      <Warnings warnings={warnings} />
    </Notice>
  );
}
