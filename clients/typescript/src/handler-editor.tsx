// Handler editor: a choice of the kind, and the inputs for the settings of that kind.
import { ChoiceField, TextField } from './form';
import { blank, KEPT, type Draft, type Kinds, type Setting } from './handlers';
import { words } from './words';

type EditorProps = {
  place: 'callHandler' | 'messageHandler';
  legend: string;
  kinds: Kinds;
  draft: Draft;
  onChange: (draft: Draft) => void;
};

export function HandlerEditor({ place, legend, kinds, draft, onChange }: EditorProps) {
  const set = (name: string, value: string) =>
    onChange({ ...draft, settings: { ...draft.settings, [name]: value } });
  const settings = Object.entries(kinds[draft.kind] ?? {});
  return (
    <fieldset>
      <legend>{legend}</legend>
      <ChoiceField
        place={place}
        label="Kind"
        value={draft.kind}
        options={offered(kinds, draft)}
        onChange={(kind) => onChange(blank(kinds, kind))}
      />
      {settings.map(([name, setting]) => (
        <SettingField
          key={`${draft.kind}.${name}`}
          place={`${place}.${draft.kind}.${name}`}
          name={name}
          setting={setting}
          value={draft.settings[name] ?? ''}
          onChange={(value) => set(name, value)}
        />
      ))}
    </fieldset>
  );
}

function offered(kinds: Kinds, draft: Draft): Record<string, string> {
  const settable = Object.keys(kinds).map((kind) => [kind, words(kind)]);
  const kept = draft.kept ? { [KEPT]: `${words(draft.kept)}, set by the platform` } : {};
  return { '': 'Nothing answers', ...kept, ...Object.fromEntries(settable) };
}

type SettingProps = {
  place: string;
  name: string;
  setting: Setting;
  value: string;
  onChange: (value: string) => void;
};

function SettingField({ name, setting, ...field }: SettingProps) {
  if ('options' in setting) {
    const options = Object.fromEntries(setting.options.map((option) => [option, words(option)]));
    return <ChoiceField {...field} label={words(name)} options={options} />;
  }
  const label = words(name) + (setting.optional ? ' (optional)' : '');
  return <TextField {...field} label={label} type={/url$/i.test(name) ? 'url' : 'text'} />;
}
