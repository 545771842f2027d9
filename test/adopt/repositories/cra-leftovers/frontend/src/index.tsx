import React from 'react';
import ReactDOM from 'react-dom';

const base = process.env.REACT_APP_API_URL || '/api/v1';
document.title = `${process.env.REACT_APP_NAME}`;

ReactDOM.render(<a href={base}>{process.env.REACT_APP_NAME}</a>, document.getElementById('root'));
