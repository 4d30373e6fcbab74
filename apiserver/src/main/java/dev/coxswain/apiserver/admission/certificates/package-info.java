/// Who may approve and sign certificates, and what nobody gets one for.
package dev.coxswain.apiserver.admission.certificates;
