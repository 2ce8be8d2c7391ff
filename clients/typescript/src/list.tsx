// The list of numbers, with filters and cursor pagination.
import { useState, type FormEvent } from 'react';
import { useQuery } from './hooks';
import { RefusedNotice } from './failure';
import { ChoiceField, listed, TextField } from './form';
import { NumbersDocument, type NumbersQuery, type PhoneNumberFilter } from './gql/graphql';
import { words } from './words';

const PAGE = 10;
const FIRST = { first: PAGE };
const NO_FILTERS = { number: '', name: '', tags: '', type: '', answered: '' };
const TYPES = { '': 'Any', LONGCODE: words('LONGCODE'), TOLLFREE: words('TOLLFREE') };
const ANSWERED = { '': 'Any', yes: 'Answered', no: 'Not answered' };

type Filters = {
  number: string;
  name: string;
  tags: string;
  type: keyof typeof TYPES;
  answered: keyof typeof ANSWERED;
};
type Page = { first: number; after?: string } | { last: number; before: string };

export function List() {
  const [filter, setFilter] = useState<PhoneNumberFilter>({});
  const [page, setPage] = useState<Page>(FIRST);
  const { data, refusal, waiting } = useQuery(NumbersDocument, { ...page, filter });
  const search = (filters: Filters) => {
    setFilter(filterOf(filters));
    setPage(FIRST);
  };
  return (
    <>
      <h1>Numbers</h1>
      <FilterForm onSearch={search} />
      <RefusedNotice refusal={refusal} />
      <div aria-busy={waiting} aria-live="polite">
        {data && <Numbers numbers={data.phoneNumbers.nodes} />}
      </div>
      {data && <Pager info={data.phoneNumbers.pageInfo} onTurn={setPage} />}
    </>
  );
}

/** Leave empty filters out: an empty text would be sent as a condition. */
function filterOf({ number, name, tags, type, answered }: Filters): PhoneNumberFilter {
  return {
    ...(number && { numberContains: number }),
    ...(name && { nameContains: name }),
    ...(tags && { tagsAll: listed(tags) }),
    ...(type && { numberType: type }),
    ...(answered && { hasCallHandler: answered === 'yes' }),
  };
}

function FilterForm({ onSearch }: { onSearch: (filters: Filters) => void }) {
  const [filters, setFilters] = useState<Filters>(NO_FILTERS as Filters);
  const set = (changed: Partial<Filters>) => setFilters({ ...filters, ...changed });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(filters);
  };
  return (
    <form className="filters" role="search" onSubmit={submit}>
      <TextField
        place="number"
        label="Number"
        type="search"
        value={filters.number}
        onChange={(number) => set({ number })}
      />
      <TextField
        place="name"
        label="Name"
        type="search"
        value={filters.name}
        onChange={(name) => set({ name })}
      />
      <TextField
        place="tags"
        label="Tags"
        type="search"
        value={filters.tags}
        onChange={(tags) => set({ tags })}
      />
      <ChoiceField
        place="type"
        label="Type"
        value={filters.type}
        options={TYPES}
        onChange={(type) => set({ type })}
      />
      <ChoiceField
        place="answered"
        label="Calls"
        value={filters.answered}
        options={ANSWERED}
        onChange={(answered) => set({ answered })}
      />
      <button>Search</button>
    </form>
  );
}

type PhoneNumber = NumbersQuery['phoneNumbers']['nodes'][number];

function Numbers({ numbers }: { numbers: readonly PhoneNumber[] }) {
  if (numbers.length === 0)
    return (
      <p className="empty">
        No numbers. <a href="#/import">Import one</a>
      </p>
    );
  return (
    <ul className="numbers">
      {numbers.map((number) => (
        <li key={number.id}>
          <a href={`#/numbers/${number.id}`}>{number.numberFormatted}</a>
          <span>{number.name ?? <em>No name</em>}</span>
          <span>
            Calls: {number.callHandlerKind ? words(number.callHandlerKind) : <em>nothing</em>}
          </span>
          <span>
            Messages:{' '}
            {number.messageHandlerKind ? words(number.messageHandlerKind) : <em>nothing</em>}
          </span>
          <span className="tags">
            {number.tags.map((tag) => (
              <span key={tag}>{tag}</span>
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}

type PagerProps = { info: NumbersQuery['phoneNumbers']['pageInfo']; onTurn: (page: Page) => void };

function Pager({ info, onTurn }: PagerProps) {
  const { startCursor, endCursor } = info;
  const back = () => startCursor && onTurn({ last: PAGE, before: startCursor });
  const on = () => endCursor && onTurn({ first: PAGE, after: endCursor });
  return (
    <nav className="pager" aria-label="Pages">
      <button type="button" disabled={!info.hasPreviousPage} onClick={back}>
        Newer
      </button>
      <button type="button" disabled={!info.hasNextPage} onClick={on}>
        Older
      </button>
    </nav>
  );
}
