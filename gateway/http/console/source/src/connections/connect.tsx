// Connects an account at another provider.
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { ConnectDocument, type ProviderCredentialsInput } from '../gql/graphql';
import { useAction } from '../graphql/action';
import { Card } from '../layout/page';
import { FailureNotice, type Failure } from '../ui/failure';
import { ChoiceField, TextField } from '../ui/field';
import { RefusalNotice } from '../ui/notice';
import { showErrors } from '../ui/server-errors';
import { CREDENTIALS, KINDS, nameOf, type CredentialsKind } from './providers';

type Values = {
  label: string;
  kind: CredentialsKind;
  credentials: Record<string, Record<string, string>>;
};

export function ConnectForm() {
  const form = useForm<Values>({ defaultValues: { label: '', kind: 'twilio', credentials: {} } });
  const [failure, setFailure] = useState<Failure | null>(null);
  const { run, refusal, isRunning } = useAction(ConnectDocument);
  const navigate = useNavigate();
  const kind = form.watch('kind');
  const submit = async (values: Values) => {
    setFailure(null);
    const data = await run({ input: { label: values.label, credentials: inputOf(values) } });
    if (!data) return;
    const { connectProvider: result } = data;
    if (result.__typename === 'ConnectProviderSuccess')
      return navigate({ to: '/connections/$id', params: { id: result.connection.id } });
    setFailure(result);
    if (result.__typename === 'ValidationFailed') showErrors(form, result.fieldErrors);
  };
  return (
    <Card title="Connect an account">
      <RefusalNotice refusal={refusal} />
      {failure && <FailureNotice failure={failure} />}
      <FormProvider {...form}>
        <form onSubmit={form.handleSubmit(submit)} noValidate>
          <ChoiceField
            name="kind"
            label="Provider"
            options={KINDS.map((one) => [one, nameOf(one)])}
          />
          <TextField name="label" label="Label" placeholder="Old carrier" />
          <Credentials key={kind} kind={kind} />
          <button className="button primary" disabled={isRunning}>
            Connect
          </button>
        </form>
      </FormProvider>
    </Card>
  );
}

type Field = { label: string; secret?: true; placeholder?: string };

function Credentials({ kind }: { kind: CredentialsKind }) {
  const fields: Record<string, Field> = CREDENTIALS[kind];
  return Object.entries(fields).map(([name, { label, secret, placeholder }]) => (
    <TextField
      key={name}
      name={`credentials.${kind}.${name}`}
      label={label}
      type={secret ? 'password' : 'text'}
      placeholder={placeholder}
    />
  ));
}

// The key is known at run time only; CREDENTIALS is checked against the type of the input instead.
function inputOf({ kind, credentials }: Values): ProviderCredentialsInput {
  return { [kind]: credentials[kind] ?? {} } as ProviderCredentialsInput;
}
