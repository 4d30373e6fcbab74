/// Who may ask this kubelet for what: the API server says who a token is and what a user may; its
/// answers are remembered for a while.
package dev.coxswain.kubelet.access;
