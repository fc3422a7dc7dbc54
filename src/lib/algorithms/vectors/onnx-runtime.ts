/** The only door to onnxruntime: what it reports is switched off before it is loaded. */
import './no-telemetry.js';
export { InferenceSession, Tensor } from 'onnxruntime-node';
