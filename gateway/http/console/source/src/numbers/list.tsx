// The list of numbers. Filters, order and place are in the address.
import { getRouteApi, Link } from '@tanstack/react-router';
import { ListChecks, Plus, Search } from 'lucide-react';
import { useQuery } from 'urql';
import { NumbersDocument } from '../gql/graphql';
import { Page } from '../layout/page';
import { useFresh } from '../live/live';
import { Waiting } from '../ui/loading';
import { pageAt, Pager, type Place } from '../ui/pager';
import { FilterForm } from './filters';
import { filterOf, filterSearch, orderOf, type ListSearch } from './search';
import { NumberTable } from './table';

const SIZE = 25;
const route = getRouteApi('/numbers');

export function NumberList() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const show = (next: ListSearch, replace = false) => void navigate({ search: next, replace });
  const { after, before, ...filters } = search;
  return (
    <Page
      title="Numbers"
      lead="Every phone number of the project, with what answers it."
      actions={
        <>
          <Link to="/numbers/change" search={filterSearch(filters)} className="button">
            <ListChecks aria-hidden /> Change all of these
          </Link>
          <Link to="/numbers/new" className="button primary">
            <Plus aria-hidden /> Import a number
          </Link>
        </>
      }
    >
      <FilterForm search={filters} onSearch={show} />
      <Numbers search={search} onTurn={(place) => show({ ...filters, ...place })} />
    </Page>
  );
}

type NumbersProps = { search: ListSearch; onTurn: (place: Place) => void };

function Numbers({ search, onTurn }: NumbersProps) {
  const [{ data, error, fetching, stale }, read] = useQuery({
    query: NumbersDocument,
    variables: { ...pageAt(search, SIZE), filter: filterOf(search), orderBy: orderOf(search) },
  });
  useFresh(read);
  if (!data) return <Waiting error={error} lines={8} />;
  const { nodes, pageInfo } = data.phoneNumbers;
  return (
    <section aria-busy={fetching || stale} aria-label="Numbers" className="card flush">
      {nodes.length > 0 ? <NumberTable numbers={nodes} /> : <Nothing search={search} />}
      <Pager ends={pageInfo} labels={['Previous', 'Next']} onTurn={onTurn} />
    </section>
  );
}

function Nothing({ search }: { search: ListSearch }) {
  const isFiltered = Object.keys(filterOf(search)).length > 0;
  return (
    <div className="empty">
      <Search aria-hidden />
      <p>{isFiltered ? 'No number matches these filters.' : 'The project has no numbers yet.'}</p>
      {isFiltered ? (
        <Link to="/numbers">Show all numbers</Link>
      ) : (
        <Link to="/numbers/new">Import the first</Link>
      )}
    </div>
  );
}
