// Import form: imports a number, and shows field errors at the inputs.
import { useRef, useState, type FormEvent } from 'react';
import { useMutation } from './hooks';
import { FailureNotice, RefusedNotice, Warnings } from './failure';
import { ChoiceField, ErrorText, FieldErrors, listed, Notice, TextField } from './form';
import {
  ImportDocument,
  type Capability,
  type ImportMutation,
  type ImportPhoneNumberInput,
  type NumberType,
} from './gql/graphql';
import { CALL_KINDS, callInput, MESSAGE_KINDS, messageInput, NOTHING } from './handlers';
import { HandlerEditor } from './handler-editor';
import { words } from './words';

const TYPES = { LONGCODE: words('LONGCODE'), TOLLFREE: words('TOLLFREE') } satisfies Record<
  NumberType,
  string
>;
const CAPABILITIES: readonly Capability[] = ['VOICE', 'FAX', 'SMS', 'MMS'];
const EMPTY = {
  number: '',
  numberType: 'LONGCODE' as NumberType,
  capabilities: CAPABILITIES,
  name: '',
  tags: '',
  call: NOTHING,
  message: NOTHING,
};
type Values = typeof EMPTY;
type Result = ImportMutation['importPhoneNumber'];

export function ImportForm() {
  const [values, setValues] = useState<Values>(EMPTY);
  const [result, setResult] = useState<Result | null>(null);
  const { run, refusal, waiting } = useMutation(ImportDocument);
  const key = useRef(crypto.randomUUID());
  const set = (changed: Partial<Values>) => setValues({ ...values, ...changed });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setResult(null);
    const data = await run({ input: inputOf(values, key.current) });
    if (!data) return; // no response: a retry sends the same idempotency key, so the number is imported once
    key.current = crypto.randomUUID();
    setResult(data.importPhoneNumber);
    if (data.importPhoneNumber.__typename === 'ImportPhoneNumberSuccess') setValues(EMPTY);
  };
  return (
    <form onSubmit={submit} noValidate>
      <h1>Import a number</h1>
      <RefusedNotice refusal={refusal} />
      {result && <ResultNotice result={result} />}
      <FieldErrors value={result?.__typename === 'ValidationFailed' ? result.fieldErrors : []}>
        <TextField
          place="number"
          label="Number"
          type="tel"
          hint="With its plus: +14155550123"
          value={values.number}
          onChange={(number) => set({ number })}
        />
        <ChoiceField
          place="numberType"
          label="Type"
          value={values.numberType}
          options={TYPES}
          onChange={(numberType) => set({ numberType })}
        />
        <Capabilities
          chosen={values.capabilities}
          onChange={(capabilities) => set({ capabilities })}
        />
        <TextField
          place="name"
          label="Name (optional)"
          value={values.name}
          onChange={(name) => set({ name })}
        />
        <TextField
          place="tags"
          label="Tags (optional)"
          isList
          hint="Separated by spaces"
          value={values.tags}
          onChange={(tags) => set({ tags })}
        />
        <HandlerEditor
          place="callHandler"
          legend="Calls"
          kinds={CALL_KINDS}
          draft={values.call}
          onChange={(call) => set({ call })}
        />
        <HandlerEditor
          place="messageHandler"
          legend="Messages"
          kinds={MESSAGE_KINDS}
          draft={values.message}
          onChange={(message) => set({ message })}
        />
      </FieldErrors>
      <button disabled={waiting}>Import</button>
    </form>
  );
}

function inputOf(values: Values, idempotencyKey: string): ImportPhoneNumberInput {
  const { number, numberType, capabilities, name, tags, call, message } = values;
  return {
    number,
    numberType,
    capabilities: [...capabilities],
    name: name || null,
    tags: listed(tags),
    callHandler: callInput(call),
    messageHandler: messageInput(message),
    idempotencyKey,
  };
}

function ResultNotice({ result }: { result: Result }) {
  if (result.__typename !== 'ImportPhoneNumberSuccess') return <FailureNotice failure={result} />;
  const { phoneNumber, warnings } = result;
  return (
    <Notice tone="good">
      <strong>
        <a href={`#/numbers/${phoneNumber.id}`}>{phoneNumber.number}</a> is in the project.
      </strong>
      <Warnings warnings={warnings} />
    </Notice>
  );
}

type CapabilitiesProps = {
  chosen: readonly Capability[];
  onChange: (chosen: readonly Capability[]) => void;
};

function Capabilities({ chosen, onChange }: CapabilitiesProps) {
  const turned = (one: Capability, on: boolean) =>
    CAPABILITIES.filter((other) => (other === one ? on : chosen.includes(other)));
  return (
    <fieldset id="capabilities" className="row" tabIndex={-1} aria-describedby="capabilities-error">
      <legend>Capabilities</legend>
      {CAPABILITIES.map((one) => (
        <label key={one}>
          <input
            type="checkbox"
            checked={chosen.includes(one)}
            onChange={(event) => onChange(turned(one, event.target.checked))}
          />
          {words(one)}
        </label>
      ))}
      <ErrorText place="capabilities" isList />
    </fieldset>
  );
}
