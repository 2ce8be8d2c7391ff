// Handler editor: a choice of the kind, and the fields for the settings of that kind.
import { useFormContext } from 'react-hook-form';
import type { CheckHandlerInput } from '../gql/graphql';
import { ChoiceField, TextField } from '../ui/field';
import { words } from '../words';
import type { Kind, Kinds, Setting } from './kinds';
import { CheckButton } from './check';
import { callInput, KEPT, messageInput, NOTHING, type HandlerValues } from './values';

type EditorProps = {
  name: string;
  legend: string;
  kinds: Kinds;
  /** The choice that leaves a handler as it is, where the form has one. */
  asItIs?: string;
};

export function HandlerEditor({ name, legend, kinds, asItIs }: EditorProps) {
  const { watch, getValues } = useFormContext();
  const [chosen, platforms] = watch([`${name}.kind`, `${name}.kept`]) as string[];
  const kept = asItIs ?? (platforms && `${words(platforms)}, set by the platform`);
  const kind = kinds.find((one) => one.name === chosen);
  return (
    <fieldset className="group">
      <legend>{legend}</legend>
      <ChoiceField
        name={`${name}.kind`}
        label="Answered by"
        options={offered(kinds, kept)}
        hint={kind?.description}
      />
      {kind?.deprecated && <p className="hint warn">{kind.deprecated}</p>}
      <div className="settings">
        {kind?.settings.map((setting) => (
          <SettingField
            key={`${kind.name}.${setting.name}`}
            name={`${name}.${kind.name}.${setting.name}`}
            setting={setting}
          />
        ))}
      </div>
      {kind?.settings.some(({ type }) => type === 'URL') && (
        <CheckButton
          key={kind.name}
          input={() => checkInput(kind, getValues(name) as HandlerValues)}
        />
      )}
    </fieldset>
  );
}

function checkInput(kind: Kind, values: HandlerValues): CheckHandlerInput {
  if (kind.channel === 'CALL') return { callHandler: callInput([kind], values) };
  return { messageHandler: messageInput([kind], values) };
}

function offered(kinds: Kinds, kept: string | undefined) {
  const known = kinds.map((kind) => [kind.name, kind.label] as const);
  const own = kept ? [[KEPT, kept] as const] : [];
  return [...own, [NOTHING, 'Nothing'] as const, ...known];
}

function SettingField({ name, setting }: { name: string; setting: Setting }) {
  const { label, type, choices, required } = setting;
  const options = choices.map((choice) => [choice, words(choice)] as const);
  if (type === 'CHOICE') return <ChoiceField name={name} label={label} options={options} />;
  return (
    <TextField
      {...explained(setting.description)}
      name={name}
      label={label}
      optional={!required}
      type={type === 'URL' ? 'url' : 'text'}
    />
  );
}

/** A description without what it says about null, and its example, which the empty field shows. */
function explained(description: string): { hint: string; placeholder?: string } {
  const [text = '', example] = description.replace(' Null for none.', '').split(' Example: ');
  return example ? { hint: text, placeholder: example } : { hint: text };
}
