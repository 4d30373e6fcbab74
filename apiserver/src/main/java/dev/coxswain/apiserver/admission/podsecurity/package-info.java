/// Holds pods to the Pod Security Standards: `privileged`, `baseline`, `restricted`, each as of a
/// version. One small rule per control; [PodSecurity] says what becomes of their findings. The
/// rules are pure.
package dev.coxswain.apiserver.admission.podsecurity;
