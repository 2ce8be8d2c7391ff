// Entry point: renders the page.
import 'graphiql/setup-workers/vite';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';
import './page.css';
import { Explorer } from './explorer.jsx';

createRoot(document.getElementById('root')).render(<Explorer />);
