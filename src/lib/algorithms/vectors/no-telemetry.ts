/**
 * Since 1.29 onnxruntime reports models, machine and a device id of its own to its maker, and keeps files for that,
 * unless this is set before it is loaded. Node hands it on to native code, from a worker thread where that shares the
 * environment.
 */
process.env.ORT_DISABLE_TELEMETRY = '1';
