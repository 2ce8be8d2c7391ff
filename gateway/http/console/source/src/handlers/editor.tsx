// Handler editor: a choice of the kind, and the fields for the settings of that kind.
import { useFormContext } from 'react-hook-form';
import { ChoiceField, TextField } from '../ui/field';
import { words } from '../words';
import type { Kinds, Setting } from './kinds';
import { KEPT, NOTHING } from './values';

type EditorProps = { name: 'callHandler' | 'messageHandler'; legend: string; kinds: Kinds };

export function HandlerEditor({ name, legend, kinds }: EditorProps) {
  const { watch } = useFormContext();
  const [chosen, kept] = watch([`${name}.kind`, `${name}.kept`]) as string[];
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
    </fieldset>
  );
}

function offered(kinds: Kinds, kept: string | undefined) {
  const known = kinds.map((kind) => [kind.name, kind.label] as const);
  const own = kept ? [[KEPT, `${words(kept)}, set by the platform`] as const] : [];
  return [[NOTHING, 'Nothing'] as const, ...own, ...known];
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
