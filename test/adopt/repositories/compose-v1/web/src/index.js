import React from 'react';
import { render } from 'react-dom';

render(<p>{process.env.REACT_APP_TITLE}</p>, document.getElementById('root'));
