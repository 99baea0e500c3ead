/** Where a clone fetches from and pushes to. */
export interface Remote {
  readonly name: string;
  /** A submodule that is not there yet has only a URL to come from. */
  readonly kind: 'remote' | 'submodule';
  /** As Git uses it, with `url.<base>.insteadOf` applied. */
  readonly url: string;
  /** As it stands in the settings. */
  readonly written: string;
  /** Where a push goes; most often the same. */
  readonly pushUrl: string;
}
