/**
 * Keeps V8 from compiling a call into WebAssembly into its caller. Where such a caller's code is
 * thrown away during the call, V8 of Node.js 20 can end the whole process (`unreachable code` in
 * `TranslatedValueForWasmReturnKind`, called by `Deoptimizer::DoComputeBuiltinContinuation`). The
 * setting holds for all threads, and for what is compiled from then on: whatever loads a
 * WebAssembly module imports this first.
 */
process.getBuiltinModule('node:v8').setFlagsFromString('--no-turbo-inline-js-wasm-calls');
