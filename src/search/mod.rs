//! Asking an archive: requests, responses and the engine behind them, free of any index library's
//! types.
