/// Access to the metadata that every API object has, whatever its kind.
package dev.coxswain.apimachinery.meta;
