/// Values that are a number or, as text, a percentage or a name.
package dev.coxswain.apimachinery.intstr;
