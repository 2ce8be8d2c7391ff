// The tabs of a first visit: four operations that show the main features, and run as they are.
import importNumber from './operations/import.graphql?raw';
import numbers from './operations/numbers.graphql?raw';
import history from './operations/history.graphql?raw';
import follow from './operations/follow.graphql?raw';

export const tabs = [importNumber, numbers, history, follow].map((query) => ({ query }));
